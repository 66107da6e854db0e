"""Clients of MotCua: the portals' REST edge, the officers' gRPC, and a history of the answers.

Black box: imports nothing of the programs, only reads proto/. Needs protobuf-compiler, protobuf-compiler-grpc,
python3-grpcio, python3-protobuf.
"""
