"""MotCua as a client sees it: the portals' REST edge, the officers' gRPC, and a history of what the client was told.

Black box: nothing of the programs is imported, only proto/ is read. Needs protobuf-compiler, protobuf-compiler-grpc,
python3-grpcio, python3-protobuf.
"""
