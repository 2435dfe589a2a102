using System.Text;
using Cks.Core;

namespace Cks.Scope;

/// <summary>A scope model to look at: its entities, how they belong together, which keys are copied, and whose records are viewers. The same for the same model.</summary>
public sealed class ScopeGraph
{
    private readonly ScopeEntity[] _entities;
    private readonly GraphLine[] _lines;
    private readonly ILookup<string, string> _roles;

    private ScopeGraph(ScopeModel model)
    {
        _entities = [.. model.Entities];
        _lines = [.. model.Relations.Select(GraphLine.Of), .. model.ScopeKeys.Select(GraphLine.Of)];
        _roles = model.Strategies.ToLookup(s => s.Entity, s => s.Role, StringComparer.Ordinal);
    }

    /// <summary>The graph of a model.</summary>
    public static ScopeGraph Of(ScopeModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return new(model);
    }

    /// <summary>A paragraph for each entity: what hangs under it, and which keys it holds a copy of.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var entity in _entities)
        {
            Add(Title(entity));
            foreach (var line in LinesIn(entity))
                Add($"  {line.Text.Replace("→", "->", StringComparison.Ordinal)}{(line.Kind == GraphKind.Parent ? ", parent" : "")}");
        }

        return text.ToString();

        void Add(string line) => text.Append(DiagnosticText.Printable(line)).Append('\n');
    }

    /// <summary>A flow chart of Mermaid; code hosts draw it where it stands in Markdown, in a block of the language <c>mermaid</c>.</summary>
    public string ToMermaid()
    {
        var (text, ids) = (new StringBuilder("flowchart LR\n"), _entities.Index().ToDictionary(e => e.Item, e => $"e{e.Index}"));
        foreach (var entity in _entities)
            Add($"{ids[entity]}[\"{Label(Title(entity))}\"]");
        // Of several lines of one kind between the same two one is drawn, with all names.
        foreach (var same in _lines.GroupBy(l => (l.From, l.To, l.Kind)))
        {
            var names = Label(string.Join(", ", same.Select(l => l.Name).Distinct()));
            var (from, to) = (ids[same.Key.From], ids[same.Key.To]);
            Add(same.Key.Kind switch
            {
                GraphKind.Parent => $"{from} ==>|\"{names}\"| {to}",
                GraphKind.Key => $"{from} -->|\"{names}\"| {to}",
                GraphKind.Link => $"{from} --o|\"{names}\"| {to}",
                GraphKind.Sideways => $"{from} --x|\"{names}\"| {to}",
                _ => $"{to} -.->|\"{names}\"| {from}",
            });
        }

        return text.ToString();

        void Add(string line) => text.Append("    ").Append(line).Append('\n');

        // Mermaid knows entities of its own form, and takes every other sign of a quoted text as it is.
        static string Label(string text) => string.Concat(DiagnosticText.Printable(text).Select(c => char.IsLetterOrDigit(c) || c is ' ' or '_' or '-' or ',' or '(' or ')' ? c.ToString() : $"#{(int)c};"));
    }

    /// <summary>A picture that needs nothing else: no script, style sheet, font or address.</summary>
    public string ToSvg() => new GraphSvg([.. _entities.Select(e => new GraphBox(e, Title(e), [.. LinesIn(e)]))], _lines).Write();

    private IEnumerable<GraphLine> LinesIn(ScopeEntity entity) => _lines.Where(l => l.In == entity);

    private string Title(ScopeEntity entity)
    {
        string[] roles = [.. _roles[entity.Name]];
        return $"{entity.Name} ({entity.Table.Name}{(entity.Tenant is null ? ", shared" : "")}){(roles.Length == 0 ? "" : $", {(roles.Length == 1 ? "role" : "roles")} {string.Join(", ", roles)}")}";
    }
}
