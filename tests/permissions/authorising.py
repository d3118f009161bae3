"""The one-machine cloud with authorisation on: every call is signed, over TLS, and held against its role's policies."""

from __future__ import annotations

import datetime as dt
import http.client
import ipaddress
import json
import os
import ssl
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import boto3
import httpx
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from adapters import aws, tables
from adapters.cloudformation import Target, deploy
from adapters.queues import SqsQueue
from adapters.settings import Settings
from adapters.stage_outputs import TABLES
from local.bundles import Platform, build_bundles
from local.deployment import PARTS
from local.emulator import PYTHON, REGION, Emulator, free_port
from local.environment import be_local
from local.folder import StateFolder
from local.instance import Instance
from local.sources import SimulatedSources
from stacks.functions import FUNCTIONS
from stacks.synthesis import synthesize
from tests.permissions.roles import Roles
from tests.sources_served import LIBRARY

if TYPE_CHECKING:
    from types_boto3_iam import IAMClient

_DENIALS = ("AccessDenied", "is not authorized to perform")


class AuthorisingEmulator(Emulator):
    """The emulator with AUTH=true. Bucket and queue policies refuse plain HTTP then, so it speaks TLS."""

    certificate: Path
    key: Path

    @property
    def endpoint(self) -> str:
        return f"https://127.0.0.1:{self.port}"

    def _environment(self) -> dict[str, str]:
        return super()._environment() | {
            "AUTH": "true",
            "USE_SSL": "1",
            "MINISTACK_SSL_CERT": str(self.certificate),
            "MINISTACK_SSL_KEY": str(self.key),
            "AWS_CA_BUNDLE": str(self.certificate),
        }

    def _answers(self) -> bool:
        context = ssl.create_default_context(cafile=str(self.certificate))
        connection = http.client.HTTPSConnection("127.0.0.1", self.port, timeout=1, context=context)
        try:
            connection.request("GET", "/_ministack/health")
            return connection.getresponse().status == http.HTTPStatus.OK
        except OSError:
            return False
        finally:
            connection.close()


@dataclass(frozen=True)
class Stage:
    """The deployed stage, reached as its root user."""

    endpoint: str
    outputs: Mapping[str, str]
    http: httpx.Client
    roles: Roles
    logs: Mapping[str, str]

    @property
    def api(self) -> str:
        return f"{self.endpoint}/_aws/execute-api/{self.outputs['ApiId']}/$default"

    def invoke(self, function: str, event: object) -> None:
        """Invoke a function by the prefix of its output, as a service would, and wait."""
        name = self.outputs[f"{function}FunctionName"]
        aws.functions(self.endpoint).invoke(FunctionName=name, Payload=json.dumps(event))

    def send(self, queue: str, message: object) -> None:
        aws.sqs(self.endpoint).send_message(QueueUrl=self.outputs[f"{queue}Url"], MessageBody=json.dumps(message))

    def number(self, queue: str) -> int:
        """How many messages a queue holds."""
        return SqsQueue(aws.sqs(self.endpoint), self.outputs[f"{queue}Url"]).backlog()

    def empty(self, queue: str) -> None:
        """Remove every message of a queue, those in flight too."""
        aws.sqs(self.endpoint).purge_queue(QueueUrl=self.outputs[f"{queue}Url"])

    def waiting(self, queue: str) -> int:
        """How many messages wait in a queue, sent with a delay."""
        answer = aws.sqs(self.endpoint).get_queue_attributes(
            QueueUrl=self.outputs[f"{queue}Url"], AttributeNames=["ApproximateNumberOfMessagesDelayed"]
        )
        return int(answer["Attributes"]["ApproximateNumberOfMessagesDelayed"])

    def denials(self, since_ms: int, function: str | None = None) -> list[str]:
        """What functions (one, or all) were denied since a moment, in milliseconds since the epoch."""
        found = []
        for name, group in self.logs.items():
            if function not in (None, name):
                continue
            events = aws.logs(self.endpoint).filter_log_events(logGroupName=group, startTime=since_ms)["events"]
            texts = (event["message"] for event in events)
            found += [f"{name}: {text[-300:]}" for text in texts if any(word in text for word in _DENIALS)]
        return found


def now_ms() -> int:
    """This moment, in milliseconds since the epoch."""
    return time.time_ns() // 1_000_000


@contextmanager
def authorising_stage(root: Path) -> Iterator[Stage]:
    """The stage, deployed once into an emulator with authorisation on, with sources that know a few books."""
    with ExitStack() as ending:
        folder = StateFolder(root / "cloud")
        instance = Instance.claim(folder)
        ending.callback(instance.release)
        folder.prepare()
        AuthorisingEmulator.certificate, AuthorisingEmulator.key = _make_certificate(root)
        emulator = AuthorisingEmulator.start(folder, free_port(0), instance.children_lock, PYTHON)
        ending.callback(emulator.stop)
        sources = ending.enter_context(SimulatedSources(LIBRARY))
        sources.configure(identified_per_second=0, unidentified_per_second=0)
        be_local()
        os.environ["AWS_CA_BUNDLE"] = str(AuthorisingEmulator.certificate)
        ending.callback(os.environ.pop, "AWS_CA_BUNDLE", None)
        build_bundles(Platform.HOST)
        parameters = {"Deployment": "local", "OpenLibraryUrl": sources.url, "GoogleBooksUrl": ""}
        parameters["OpenLibraryRequestsPerSecond"] = "50"
        outputs = deploy(
            synthesize(Platform.HOST), Target(emulator.endpoint, region=REGION), parameters=parameters, parts=PARTS
        )
        names = {f"{table.upper()}_TABLE": outputs[f"{table}TableName"] for table in TABLES}
        tables.bind(Settings({"AWS_ENDPOINT_URL": emulator.endpoint, **names}))
        ending.callback(tables.bind, Settings({}))
        iam: IAMClient = boto3.client("iam", endpoint_url=emulator.endpoint)
        roles = Roles(iam, aws.functions(emulator.endpoint), outputs)
        roles.speak_the_emulators_dialect()
        context = ssl.create_default_context(cafile=str(AuthorisingEmulator.certificate))
        http_client = ending.enter_context(httpx.Client(verify=context, timeout=60, trust_env=False))
        yield Stage(emulator.endpoint, outputs, http_client, roles, _log_groups(emulator.endpoint, outputs))


def _log_groups(endpoint: str, outputs: Mapping[str, str]) -> dict[str, str]:
    """The log group of each function, by its name in `lambdas/`."""
    groups = {}
    for name, spec in FUNCTIONS.items():
        function = outputs[f"{spec.construct_id}FunctionName"]
        configuration = aws.functions(endpoint).get_function_configuration(FunctionName=function)
        groups[name] = configuration["LoggingConfig"]["LogGroup"]
    return groups


def _make_certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for 127.0.0.1 that signs itself, and its key, for a day."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(hours=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    certificate_file, key_file = folder / "certificate.pem", folder / "key.pem"
    certificate_file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    key_file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return certificate_file, key_file
