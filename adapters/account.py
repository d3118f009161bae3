"""Which AWS account and region this process would act in, and whether it may."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError, NoRegionError, ProfileNotFound

from adapters import aws

if TYPE_CHECKING:
    from types_boto3_ssm import SSMClient

BOOTSTRAP_PARAMETER = "/cdk-bootstrap/hnb659fds/version"
"""Where the CDK's bootstrap stack leaves its version, under the CDK's default qualifier."""


class AccountUnreachableError(Exception):
    """No account can be acted in; the message says what is missing and what to do."""


@dataclass(frozen=True, slots=True)
class Account:
    """An account and a region."""

    number: str
    region: str


def find_account() -> Account:
    """The account of the usual AWS credentials. AccountUnreachableError without credentials, region or network."""
    try:
        sts = aws.sts()
        number = sts.get_caller_identity()["Account"]
    except NoCredentialsError:
        raise AccountUnreachableError(
            "No AWS credentials were found. Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY."
        ) from None
    except ProfileNotFound as missing:
        raise AccountUnreachableError(f"{missing}: choose another AWS_PROFILE.") from None
    except NoRegionError:
        raise AccountUnreachableError("No AWS region is set. Set AWS_REGION, such as eu-central-1.") from None
    except ClientError as refusal:
        reason = refusal.response["Error"]["Message"]
        raise AccountUnreachableError(f"AWS does not take the credentials ({reason}). Log in again.") from None
    except BotoCoreError as failure:
        raise AccountUnreachableError(f"AWS cannot be reached: {failure}") from None
    return Account(number, sts.meta.region_name)


def is_bootstrapped(ssm: SSMClient) -> bool:
    """Whether the CDK's bootstrap stack is in the account and region."""
    try:
        ssm.get_parameter(Name=BOOTSTRAP_PARAMETER)
    except ssm.exceptions.ParameterNotFound:
        return False
    return True
