"""The window: the only part that knows Qt."""

from funnelcraft.designer.overrides import guard_all_classes

guard_all_classes()
