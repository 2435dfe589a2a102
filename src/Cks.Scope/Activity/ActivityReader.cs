using System.Text.Json;
using Cks.Core;

namespace Cks.Scope;

/// <summary>Reads <c>activities</c> and holds the roles' <c>activityFilters</c> against them.</summary>
internal sealed class ActivityReader(ScopeDraft draft)
{
    private static readonly string[] Categories = ["action", "success", "warning", "info"];

    public void Read(IEnumerable<SourceNode> nodes)
    {
        foreach (var node in nodes)
            ReadType(node);
        if (draft.Activities.Count > 0)
            CheckFilters();
    }

    private void ReadType(SourceNode node)
    {
        var reader = SourceReader.Of(node, draft.Diagnostics);
        var category = reader.RequiredString("category");
        if (category.Length > 0 && !Categories.Contains(category, StringComparer.Ordinal))
            draft.Diagnostics.AddUnknown(CksCodes.WrongKind, reader.Optional("category")!, $"\"{category}\" is not a category.", category, Categories);
        var roles = reader.Strings("roles");
        foreach (var role in roles.Where(r => !draft.Roles.Contains(r.Text!)))
            draft.Diagnostics.AddUnknown(CksCodes.UnknownRole, role, $"The role \"{role.Text}\" has no strategy.", role.Text!, draft.Roles);
        var mustSee = reader.Boolean("mustSee");
        if (mustSee && roles.Count > 0)
            draft.Diagnostics.Add(CksCodes.WrongKind, reader.Optional("mustSee")!, $"\"{node.Name}\" goes to whole roles, also to those of them who do not see the target.", "Take \"mustSee\" or \"roles\" out.");
        var texts = new Dictionary<string, TextTemplate>(StringComparer.Ordinal);
        foreach (var text in reader.Members("text"))
        {
            if (text.Kind != JsonValueKind.String)
                draft.Diagnostics.Add(CksCodes.WrongKind, text, $"\"{text.Name}\" is no text.", "Write what whoever is meant reads.");
            else if (TextTemplate.TryParse(text.Text!, out var template) && template.Names.All(n => n is AudienceFinder.Kinds.Actor or AudienceFinder.Kinds.Target))
                texts[text.Name] = template;
            else
                draft.Diagnostics.Add(CksCodes.UnusableTransformer, text, "A brace stands around something else than actor or target.", "Write {actor} or {target}, and no other braces.");
        }

        var (audience, ancestorsOf) = (reader.Strings("audience"), reader.Strings("ancestorsOf"));
        CheckIds([.. audience.Concat(ancestorsOf).Select(a => (a.Text!, a)), .. reader.Members("text").Select(t => (t.Name, t))]);
        draft.Activities[node.Name] = new(node.Name, category)
        {
            Audience = [.. audience.Select(a => a.Text!)],
            AncestorsOf = [.. ancestorsOf.Select(a => a.Text!)],
            MustSee = mustSee,
            Roles = [.. roles.Select(r => r.Text!)],
            Texts = texts.ToDictionary(t => t.Key, t => t.Value.ToString()),
            Templates = texts,
        };
        reader.Complete();
    }

    // So would an id that the application's own table does not have.
    private void CheckIds(IEnumerable<(string Name, SourceNode Place)> ids)
    {
        if (draft.ActivityTable is not { } table)
            return;
        string[] known = [AudienceFinder.Kinds.Actor, AudienceFinder.Kinds.Target, .. table.Ids.Keys];
        foreach (var (name, place) in ids.Where(i => !known.Contains(i.Name, StringComparer.Ordinal)))
            draft.Diagnostics.AddUnknown(CksCodes.UnknownColumn, place, $"\"activityTable\" has no id \"{name}\".", name, known);
    }

    // A filter that no event knows would silently hear nothing.
    private void CheckFilters()
    {
        var known = draft.Activities.Values.SelectMany(t => t.Audience).Append(AudienceFinder.Ancestors).ToHashSet(StringComparer.Ordinal);
        foreach (var filter in draft.ActivityFilters.Where(f => !known.Contains(f.Text!)))
            draft.Diagnostics.AddUnknown(CksCodes.UnknownRelation, filter, $"No activity has an id \"{filter.Text}\" in its audience.", filter.Text!, known);
    }
}
