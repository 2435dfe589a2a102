using Cks.Core;

namespace Cks.Scope;

/// <summary>Reads the section <c>activities</c> and holds the roles' <c>activityFilters</c> against it.</summary>
internal sealed class ActivityReader(DiagnosticBag diagnostics)
{
    private static readonly string[] Categories = ["action", "success", "warning", "info"];
    private readonly Dictionary<string, ActivityType> _types = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, ActivityType> Types => _types;

    public void Read(SourceNode node, IReadOnlyCollection<string> roles)
    {
        var reader = SourceReader.Of(node, diagnostics);
        var category = reader.RequiredString("category");
        if (category.Length > 0 && !Categories.Contains(category, StringComparer.Ordinal))
            diagnostics.Add(CksCodes.WrongKind, node.Location, $"\"{category}\" is not a category.", DidYouMean.Sentence(category, Categories));
        var named = reader.Strings("roles");
        foreach (var role in named.Where(r => !roles.Contains(r.Text!)))
            diagnostics.Add(CksCodes.UnknownRole, role.Location, $"The role \"{role.Text}\" has no strategy.", DidYouMean.Sentence(role.Text!, roles));
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var text in reader.Members("text"))
        {
            if (text.Text is { } words)
                texts[text.Name] = words;
            else
                diagnostics.Add(CksCodes.WrongKind, text.Location, $"\"{text.Name}\" is no text.", "Write what whoever is meant reads.");
        }

        _types[node.Name] = new(node.Name, category)
        {
            Audience = [.. reader.Strings("audience").Select(a => a.Text!)],
            AncestorsOf = [.. reader.Strings("ancestorsOf").Select(a => a.Text!)],
            MustSee = reader.OptionalBoolean("mustSee") ?? false,
            Roles = [.. named.Select(r => r.Text!)],
            Texts = texts,
        };
        reader.Complete();
    }

    /// <summary>A filter that no event knows would silently hear nothing.</summary>
    public void CheckFilters(IEnumerable<SourceNode> filters)
    {
        string[] known = [.. _types.Values.SelectMany(t => t.Audience).Append(AudienceFinder.Ancestors).Distinct(StringComparer.Ordinal)];
        foreach (var filter in filters.Where(f => !known.Contains(f.Text!, StringComparer.Ordinal)))
            diagnostics.Add(CksCodes.UnknownRelation, filter.Location, $"No activity has an id \"{filter.Text}\" in its audience.", DidYouMean.Sentence(filter.Text!, known));
    }
}
