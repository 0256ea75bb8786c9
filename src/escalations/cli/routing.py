"""`escalations routing`: the rules tried, before and while they are in force."""

import click

from .routing_backtests import backtest_command
from .routing_checks import check_command
from .routing_copying import copy_command
from .routing_impact import impact_command
from .routing_texts import classify_command
from .routing_training import train_command


@click.group("routing")
def routing_group() -> None:
    """Try routing rules, and teach what reads the texts."""


routing_group.add_command(backtest_command)
routing_group.add_command(check_command)
routing_group.add_command(classify_command)
routing_group.add_command(copy_command)
routing_group.add_command(impact_command)
routing_group.add_command(train_command)
