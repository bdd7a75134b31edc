# SPDX-License-Identifier: GPL-2.0
"""Which Python modules do these files need?  "python NAME FILE", a line each.

Modules of the tree are followed; what may be missing (in a try) is left out.
Of Coccinelle's files it is the lines that import, as "spatch NAME FILE".
"""
import ast
import os
import re
import sys

seen = set()


def places(path, tree):
    """Where a file finds modules: beside it, and in directories that it names."""
    here = os.path.dirname(path)
    found = [here]
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value:
            for start in (here, ""):
                where = os.path.normpath(os.path.join(start, node.value))
                if len(where) < 200 and not where.startswith(("/", "..")) and os.path.isdir(where) \
                   and where not in found:
                    found.append(where)
    return found


def follow(name, where):
    for directory in where:
        for path in (name.replace(".", "/") + ".py", name.replace(".", "/") + "/__init__.py"):
            path = os.path.normpath(os.path.join(directory, path))
            if os.path.isfile(path):
                return path
    return None


def imports(tree):
    optional = {id(n) for t in ast.walk(tree) if isinstance(t, ast.Try) for s in t.body for n in ast.walk(s)}
    for node in ast.walk(tree):
        if id(node) in optional:
            continue
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module
            # a module, or a name in one
            for alias in node.names:
                yield node.module + "." + alias.name + "?"
        # Sphinx imports what a list names
        elif isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "extensions":
            for value in node.value.elts:
                yield value.value


def scan(path, where=()):
    path = os.path.relpath(os.path.realpath(path))
    if path in seen:
        return
    seen.add(path)
    with open(path, encoding="utf-8") as f:
        text = f.read()
    if path.endswith(".cocci"):
        text = "\n".join(re.findall(r"^(?:import|from) .*", text, re.M))
    tree = ast.parse(text)
    where = list(dict.fromkeys([*where, *places(path, tree)]))
    for name in imports(tree):
        local = follow(name.rstrip("?"), where)
        if local:
            scan(local, where)
        elif not name.endswith("?") and not follow(name.split(".")[0], where):
            print("spatch" if path.endswith(".cocci") else "python", name.split(".")[0], path)


for file in sys.argv[1:]:
    scan(file)
