#!/usr/bin/python3
"""tools/lint/check_helm.py finds faults in values and rendered objects: each fault is planted once."""

import copy
import pathlib
import sys
import unittest

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "tools" / "lint"))

import check_helm  # noqa: E402
import yaml  # noqa: E402

CASE = check_helm.CASES[0]


class Values(unittest.TestCase):
    def setUp(self):
        self.values = check_helm.merged(check_helm.load(check_helm.CHART / "values.yaml"), check_helm.load(CASE))

    def faults(self):
        return [*check_helm.check_values(self.values, "case"), *check_helm.check_edges(self.values, "case")]

    def test_right(self):
        self.assertEqual(self.faults(), [])

    def test_misspelt_key(self):
        self.values["intake"]["repicas"] = 3
        self.assertEqual(len(self.faults()), 1)

    def test_database_without_a_role(self):
        self.values["intake"]["database"]["user"] = ""
        self.assertEqual(len(self.faults()), 1)

    def test_peer_that_lets_everybody_in(self):
        self.values["global"]["peers"]["prometheus"] = [{}]
        self.assertEqual(len(self.faults()), 1)

    def test_edge_that_one_side_does_not_know(self):
        self.values["intake"]["clients"].remove("gateway")
        self.assertEqual(len(self.faults()), 1)

    def test_stop_longer_than_its_grace(self):
        self.values["intake"] |= {"preStopSeconds": 20}
        self.assertEqual(len(self.faults()), 1)

    def test_program_under_anothers_alias(self):
        self.values["intake"]["program"] = "processing"
        self.assertGreater(len(self.faults()), 0)


class Rendered(unittest.TestCase):
    def setUp(self):
        golden = check_helm.GOLDEN / CASE.name.replace("-values", "")
        self.objects = [item for item in yaml.safe_load_all(golden.read_text(encoding="utf-8")) if item]

    def find(self, kind, name):
        return next(item for item in self.objects if item["kind"] == kind and item["metadata"]["name"] == name)

    def faults(self):
        return list(check_helm.check_rendered(self.objects, "case"))

    def container(self):
        return self.find("Deployment", "motcua-intake")["spec"]["template"]["spec"]["containers"][0]

    def test_right(self):
        self.assertEqual(self.faults(), [])

    def test_option_that_the_program_does_not_have(self):
        self.find("ConfigMap", "motcua-intake")["data"]["MOTCUA_INTAKE_DB_DNS"] = "x"
        self.assertEqual(len(self.faults()), 1)

    def test_option_that_must_be_set(self):
        del self.find("ConfigMap", "motcua-gateway")["data"]["MOTCUA_GATEWAY_REDIS_ADDRESS"]
        self.assertEqual(len(self.faults()), 1)

    def test_secret_that_is_a_file(self):
        data = self.find("ConfigMap", "motcua-notification")["data"]
        data["MOTCUA_NOTIFICATION_PHONE_KEY"] = data.pop("MOTCUA_NOTIFICATION_PHONE_KEY_FILE")
        self.assertEqual(len(self.faults()), 2)

    def test_registry(self):
        self.container()["image"] = "registry.example/motcua:1"
        self.assertEqual(len(self.faults()), 1)

    def test_root(self):
        self.container()["securityContext"]["readOnlyRootFilesystem"] = False
        self.assertEqual(len(self.faults()), 1)

    def test_no_policy(self):
        self.objects.remove(self.find("NetworkPolicy", "motcua-intake"))
        self.assertEqual(len(self.faults()), 1)

    def test_label_that_restarts_pods(self):
        pod = copy.deepcopy(self.find("Deployment", "motcua-intake")["spec"]["template"])
        pod["metadata"]["labels"]["helm.sh/chart"] = "x"
        self.find("Deployment", "motcua-intake")["spec"]["template"] = pod
        self.assertEqual(len(self.faults()), 1)


class Sources(unittest.TestCase):
    def test_options_of_a_program(self):
        options = check_helm.options_of("notification")
        self.assertTrue(options["KANNEL_PASSWORD_FILE"])
        self.assertTrue(options["DB_DSN"])
        self.assertFalse(options["CALLBACK_LISTEN"])
        self.assertIsNone(check_helm.options_of("nobody"))


if __name__ == "__main__":
    unittest.main()
