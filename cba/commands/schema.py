"""`cba schema`: the JSON schema of scenario files, for editors."""

from __future__ import annotations

import click


@click.command()
@click.option("--model", "of_model", is_flag=True, help="The schema of model files instead.")
def schema(of_model: bool) -> None:
    """Print the JSON schema of scenario files.

    Editors use it for completion and help: save it and name it in the first line of a scenario,
    `# yaml-language-server: $schema=cba.schema.json`.
    """
    import json

    from cba.model import ModelFile
    from cba.scenario import ScenarioFile

    kind = ModelFile if of_model else ScenarioFile
    document = {"$schema": "https://json-schema.org/draft/2020-12/schema", **kind.model_json_schema()}
    click.echo(json.dumps(document, indent=2, ensure_ascii=False))
