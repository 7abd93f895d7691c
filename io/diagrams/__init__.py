"""Diagrams of other programs: Mermaid, DOT, GraphML and BPMN, written and read as a skeleton."""
