"""The reference as HTML: one page for each header, and an index of everything that has a name."""

import html

import reference_model as model

STYLE = (
    "body{max-width:60em;margin:2em auto;padding:0 1em;font-family:sans-serif;line-height:1.45}"
    "pre,code{font-family:monospace}pre{background:#f4f4f4;padding:.6em;overflow:auto}"
    "dt{font-weight:bold;margin-top:.3em}dd{margin-left:1.5em}h3{border-top:1px solid #ccc;padding-top:.8em}"
    "table{border-collapse:collapse}td,th{border:1px solid #ccc;padding:.2em .5em;text-align:left;vertical-align:top}"
)


class Html:
    """Writes pages in which every known name leads to where it is declared."""

    def __init__(self, pages):
        self.pages = [one for one in pages if one.name != "csr_csr"]
        self.where = {}
        for one in self.pages:
            for item in one.items:
                for name in model.names_of(item):
                    self.where.setdefault(name, f"{one.name}.html#{name}")

    def linked(self, text, but=""):
        """Text with its names linked; `but` is the name that is declared here."""

        def link(found):
            name = found.group(0)
            return f'<a href="{self.where[name]}">{name}</a>' if name in self.where and name != but else name

        return model.NAME.sub(link, html.escape(text, quote=False))

    def prose(self, paragraphs):
        return "".join(f"<p>{self.linked(paragraph)}</p>\n" for paragraph in paragraphs)

    def function(self, item):
        told = model.tags(item.doc)
        code = "\n".join(self.linked(line, item.name) for line in model.prototype(item))
        out = f'<h3 id="{item.name}">{item.name}()</h3>\n<pre>{code}</pre>\n{self.prose(told.text)}<dl>\n'
        for name, way, text in told.params:
            out += f"<dt><code>{name}</code> [{way}]</dt><dd>{self.linked(text)}</dd>\n"
        for tag, text in told.rest.items():
            out += f"<dt>{tag}</dt><dd>{self.linked(text)}</dd>\n"
        return out + "</dl>\n"

    def type_of(self, item):
        out = f'<h3 id="{item.name}">{item.name or "constants"}</h3>\n'
        if item.kind in ("typedef", "opaque", "callback"):
            out += f"<pre>{self.linked(item.code + ';', item.name)}</pre>\n"
        out += self.prose(model.paragraphs(item.doc))
        if item.parts:
            out += "<table>\n"
            for part in item.parts:
                anchor = f' id="{part.name}"' if item.kind == "enum" else ""
                text = self.linked(" ".join(part.doc.split()))
                out += f"<tr{anchor}><td><code>{self.linked(part.type, part.name)}</code></td><td>{text}</td></tr>\n"
            out += "</table>\n"
        return out

    def macro(self, item):
        code = html.escape(item.code, quote=False)
        return f'<h3 id="{item.name}"><code>{code}</code></h3>\n{self.prose(model.paragraphs(item.doc))}'

    def page(self, one):
        makers = {"function": self.function, "macro": self.macro}
        body = f"<p><a href=\"index.html\">all headers</a></p>\n<h1>&lt;{one.header}&gt;</h1>\n"
        body += self.prose(model.paragraphs(one.doc))
        for item in one.items:
            body += makers.get(item.kind, self.type_of)(item)
        return document(one.header, body)

    def index(self):
        body = f"<h1>libcsr {model.version()}</h1>\n{self.prose(model.paragraphs(model.overview()))}<h2>Headers</h2>\n<dl>\n"
        for one in self.pages:
            body += f'<dt><a href="{one.name}.html">&lt;{one.header}&gt;</a></dt>'
            body += f"<dd>{self.linked(model.paragraphs(one.doc)[0])}</dd>\n"
        body += "</dl>\n<h2>Names</h2>\n<p>"
        body += "\n".join(f'<a href="{self.where[name]}">{name}</a>' for name in sorted(self.where))
        return document("libcsr", body + "</p>\n")

    def files(self):
        """{path: text}"""
        return {"html/index.html": self.index()} | {f"html/{one.name}.html": self.page(one) for one in self.pages}


def document(title, body):
    head = f'<meta charset="utf-8"><title>{html.escape(title)}</title><style>{STYLE}</style>'
    return f'<!DOCTYPE html>\n<html lang="en"><head>{head}</head><body>\n{body}</body></html>\n'
