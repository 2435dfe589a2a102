using System.Text.Json;

namespace Cks.HubConfig;

/// <summary>Compares two hubs part by part, each by its name.</summary>
internal sealed class HubComparison
{
    // What people read; the whole of it stands beside.
    private const int LongestValue = 120;

    private readonly List<HubChange> _changes = [];

    /// <summary>All changes, the greatest risk first, else in the order of the document.</summary>
    public static IReadOnlyList<HubChange> Run(HubDefinition before, LayerTerms termsBefore, HubDefinition after, LayerTerms termsAfter)
    {
        var comparison = new HubComparison();
        foreach (var (was, now) in HubOutline.Of(before, termsBefore).Zip(HubOutline.Of(after, termsAfter)))
            comparison.Compare(was, now);
        return [.. comparison._changes.OrderByDescending(c => c.Risk)];
    }

    private void Compare(HubPartList before, HubPartList after)
    {
        var (was, now) = (before.Parts.ToDictionary(p => p.Id, StringComparer.Ordinal), after.Parts.Select(p => p.Id).ToHashSet(StringComparer.Ordinal));
        HubPart[] removed = [.. before.Parts.Where(p => !now.Contains(p.Id))];
        var renamed = before.IsOrdered ? RenamedIn(removed, [.. after.Parts.Where(p => !was.ContainsKey(p.Id))]) : [];
        foreach (var gone in removed)
            Add(HubChangeKind.Removed, RiskRules.OfPart(before.Kind, gone.Id, gone.Json, null), gone.Pointer, $"{NameOf(before, gone)} is removed{ValueOf(gone, ", and was ")}{Rename(gone, ", renamed to ")}", gone.Json, null);
        var moved = before.IsOrdered ? MovedIn(before, after) : [];
        for (var i = 0; i < after.Parts.Count; i++)
        {
            var (part, behind) = (after.Parts[i], after.IsOrdered && i > 0 ? after.Parts[i - 1].Id : null);
            if (!was.TryGetValue(part.Id, out var old))
                Add(HubChangeKind.Added, RiskRules.OfPart(after.Kind, part.Id, null, part.Json), part.Pointer, $"{NameOf(after, part)} is new{ValueOf(part, ", and is ")}{Rename(part, ", renamed from ")}", null, part.Json, behind);
            else
                Compare(after, old, part);
            if (moved.Contains(part.Id))
                Add(HubChangeKind.Moved, HubRisk.Other, part.Pointer, $"{NameOf(after, part)} is moved {(behind is null ? "to the front" : $"behind \"{behind}\"")}", null, null, behind);
        }

        string Rename(HubPart part, string words) => renamed.TryGetValue(part, out var other) ? $"{words}\"{other.Id}\"" : "";
    }

    private void Compare(HubPartList list, HubPart before, HubPart after)
    {
        if (before.Fields.Count == 0 && before.Json != after.Json)
            Add(HubChangeKind.Changed, RiskRules.OfPart(list.Kind, after.Id, before.Json, after.Json), after.Pointer, Sentence(NameOf(list, after), before.Json, after.Json), before.Json, after.Json);
        var (old, next) = (before.Fields.ToDictionary(f => f.Name, StringComparer.Ordinal), after.Fields.ToDictionary(f => f.Name, StringComparer.Ordinal));
        foreach (var field in before.Fields.Concat(after.Fields).DistinctBy(f => f.Name, StringComparer.Ordinal))
        {
            var (was, now) = (old.GetValueOrDefault(field.Name), next.GetValueOrDefault(field.Name));
            if (was is not null && now is not null && (was.Json == now.Json || JsonElement.DeepEquals(JsonElement.Parse(was.Json), JsonElement.Parse(now.Json))))
                continue;
            var (risk, kind) = (RiskRules.OfField(list.Kind, field.Name, was?.Json, now?.Json), was is null ? HubChangeKind.Added : now is null ? HubChangeKind.Removed : HubChangeKind.Changed);
            Add(kind, risk, (now ?? field).Pointer, Sentence($"{field.Name} of {NameOf(list, after)}", was?.Told, now?.Told), was?.Told, now?.Told);
        }
    }

    private void Add(HubChangeKind kind, HubRisk risk, string pointer, string text, string? before, string? after, string? behind = null) =>
        _changes.Add(new(kind, risk, pointer, text, before, after) { Behind = behind });

    private static HashSet<string> MovedIn(HubPartList before, HubPartList after)
    {
        var places = before.Parts.Index().ToDictionary(p => p.Item.Id, p => p.Index, StringComparer.Ordinal);
        string[] kept = [.. after.Parts.Select(p => p.Id).Where(places.ContainsKey)];
        return [.. ItemOrder.Moved([.. kept.Select(id => places[id])]).Select(i => kept[i])];
    }

    /// <summary>Items of which one is gone and one is new, and which differ in nothing but their ids: each with the other.</summary>
    private static Dictionary<HubPart, HubPart> RenamedIn(IReadOnlyList<HubPart> gone, IReadOnlyList<HubPart> made)
    {
        var (renamed, candidates) = (new Dictionary<HubPart, HubPart>(ReferenceEqualityComparer.Instance), made.ToLookup(BodyOf, StringComparer.Ordinal));
        foreach (var same in gone.GroupBy(BodyOf, StringComparer.Ordinal))
            // Of several nobody can tell which became which.
            if (same.ToArray() is [var old] && candidates[same.Key].ToArray() is [var next])
                (renamed[old], renamed[next]) = (next, old);
        return renamed;

        static string BodyOf(HubPart part) => string.Join('\n', part.Fields.Select(f => $"{f.Name}: {f.Json}"));
    }

    private static string NameOf(HubPartList list, HubPart part) => part.Id.Length == 0 ? $"the {list.Noun}" : $"{list.Noun} \"{part.Id}\"";

    private static string ValueOf(HubPart part, string words) => part.Fields.Count == 0 ? words + Cut(part.Json) : "";

    private static string Sentence(string what, string? before, string? after) =>
        after is null ? $"{what} is removed, and was {Cut(before!)}" :
        before is null ? $"{what} is now {Cut(after)}, and was not there" :
        $"{what} is now {Cut(after)}, and was {Cut(before)}";

    private static string Cut(string json)
    {
        if (json.Length <= LongestValue)
            return json;
        var end = char.IsHighSurrogate(json[LongestValue - 1]) ? LongestValue - 1 : LongestValue;
        return json[..end] + "...";
    }
}
