"""The CDK app: `python app.py`, or through the CDK's command line, writes the cloud assembly.

The configuration is cdk.json's context; `stacks.synthesis` adds the platform and the folder.
"""

from __future__ import annotations

import os


def main() -> None:
    """Synthesize every stack."""
    from stacks.synthesis import REPOSITORY, context, node_executable

    # jsii looks for Node when it is first imported.
    os.environ.setdefault("JSII_NODE", str(node_executable()))

    from stacks.application import synthesize_application

    synthesize_application(
        REPOSITORY,
        # The CDK's command line hands the context over itself.
        context={} if "CDK_CONTEXT_JSON" in os.environ else context(REPOSITORY),
        outdir=os.environ.get("CDK_OUTDIR", "cdk.out"),
        # The rules take seconds; `make check` and a deployment ask for them, the one-machine cloud does not.
        rules=os.environ.get("CDK_VALIDATION") != "false",
    )


if __name__ == "__main__":
    main()
