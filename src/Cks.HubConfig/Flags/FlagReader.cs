using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Cks.Core;

namespace Cks.HubConfig;

/// <summary>Reads the flags of a hub document. Whether what they rest on is there is checked when all are read.</summary>
internal static class FlagReader
{
    private static readonly string[] Hashes = [FlagHash.Xxh3];
    private static readonly string[] Units = ["subject", "tenant"];

    public static FeatureFlag Read(SourceNode node, DiagnosticBag diagnostics)
    {
        CheckName(node.Name, node.NamePlace, diagnostics);
        var reader = SourceReader.Of(node, diagnostics);
        var flag = new FeatureFlag
        {
            Enabled = reader.Boolean("enabled", absent: true),
            Kill = reader.Boolean(LayerMerge.Kill),
            Prerequisites = Names(reader, "prerequisites", FlagOrder.MostNeeds, diagnostics),
            Window = FlagWindowReader.Read(reader.Optional("window"), diagnostics),
            Rules = Rules(reader, diagnostics),
            // Who takes out the last rule means nobody.
            PartsPerMillion = Share(reader, "partsPerMillion", diagnostics) ?? (node.TryGet("rules", out var rules) && rules.Children.Length == 0 ? 0 : null),
            Hash = Hash(reader, diagnostics),
            Seed = reader.OptionalString("seed") is { } seed ? CheckName(seed, reader.Optional("seed")!, diagnostics) : null,
            Unit = Unit(reader, diagnostics),
            Source = node,
        };
        reader.Complete();
        // Which units a share picks must not depend on what a later version finds best.
        if (!node.TryGet("hash", out _) && flag.Rules.Select(r => (int?)r.PartsPerMillion).Append(flag.PartsPerMillion).Any(p => p is > 0 and < FlagHash.Parts))
            diagnostics.Add(CksCodes.HubFlagShare, node.NamePlace, "The flag has a share and names no hash that picks it.", $"Add \"hash\": \"{FlagHash.Xxh3}\".");
        return flag;
    }

    /// <summary>Reports what flags rest on and cannot, and a flag that was meant for a feature and does not meet it.</summary>
    public static void CheckPrerequisites(HubDefinition hub, DiagnosticBag diagnostics)
    {
        var features = hub.Features.Keys.ToLookup(f => f, StringComparer.OrdinalIgnoreCase);
        foreach (var flag in hub.Flags.Keys)
            if (!hub.Features.ContainsKey(flag) && features[flag].FirstOrDefault() is { } feature)
                diagnostics.Add(CksCodes.LayerNameCase, hub.LocateName("flags", flag), $"The flag \"{flag}\" does not narrow the feature \"{feature}\": the two are not one name.", $"Did you mean \"{feature}\"?", feature);
        foreach (var (name, index, kind) in new FlagOrder(hub).Faults)
        {
            var place = hub.Locate("flags", name, "prerequisites", index.ToString(CultureInfo.InvariantCulture));
            var needed = hub.Flags[name].Prerequisites[index];
            if (kind == FlagOrderFaultKind.Unknown)
                diagnostics.AddUnknown(CksCodes.HubFlagPrerequisite, place, $"\"{needed}\" is no feature or flag.", needed, [.. hub.Features.Keys, .. hub.Flags.Keys]);
            else if (kind == FlagOrderFaultKind.Circle)
                diagnostics.Add(CksCodes.HubFlagPrerequisite, place, $"\"{name}\" and \"{needed}\" rest on each other.", "Take one of the two prerequisites out.");
            else
                diagnostics.Add(CksCodes.HubFlagPrerequisite, place, $"\"{name}\" rests on more than {FlagOrder.MostNeeds} others.", "Let it rest on fewer.");
        }
    }

    private static ImmutableArray<FlagRule> Rules(SourceReader flag, DiagnosticBag diagnostics)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var all = flag.Items("rules");
        return [.. Within(flag, "rules", HubDefinitionReader.MaxEntries, diagnostics).Select(node =>
        {
            var reader = SourceReader.Of(node, diagnostics);
            var id = reader.RequiredString("id");
            if (id.Length > 0 && !ids.Add(id))
                diagnostics.Add(CksCodes.HubDuplicateId, reader.Optional("id")!, $"The id \"{id}\" is taken in rules.", "Give each entry an id of its own.");
            var rule = new FlagRule(id.Length > 0 ? CheckName(id, reader.Optional("id")!, diagnostics) : "")
            {
                Window = FlagWindowReader.Read(reader.Optional("window"), diagnostics),
                PartsPerMillion = Share(reader, "partsPerMillion", diagnostics) ?? FlagHash.Parts,
            };
            rule = Asked(rule, reader, diagnostics);
            reader.Complete();
            // What a later layer takes out of a rule makes it one for everybody, and those below it are never asked.
            if (node.Properties.Keys.All(k => k is "id" or "partsPerMillion") && (!ReferenceEquals(node, all[^1]) || !node.TryGet("partsPerMillion", out _)))
                diagnostics.Add(CksCodes.HubDocument, node, "The rule asks for nothing, so that it is one for everybody.", "Say whom it is for. For everybody else there is \"partsPerMillion\" of the flag.");
            return rule;
        })];
    }

    /// <summary>Whom a rule names.</summary>
    public static FlagRule Asked(FlagRule rule, SourceReader reader, DiagnosticBag diagnostics) => rule with
    {
        Roles = Names(reader, "roles", HubDefinitionReader.MaxEntries, diagnostics),
        Tenants = Texts(reader, "tenants", diagnostics),
        Subjects = Texts(reader, "subjects", diagnostics),
        Attributes = Attributes(reader, diagnostics),
    };

    public static string? Hash(SourceReader reader, DiagnosticBag diagnostics) => OneOf(reader, "hash", Hashes, diagnostics) is >= 0 ? FlagHash.Xxh3 : null;

    public static FlagUnit Unit(SourceReader reader, DiagnosticBag diagnostics) => OneOf(reader, "unit", Units, diagnostics) is 1 ? FlagUnit.Tenant : FlagUnit.Subject;

    private static ImmutableSortedDictionary<string, ImmutableArray<string>> Attributes(SourceReader rule, DiagnosticBag diagnostics)
    {
        var attributes = ImmutableSortedDictionary.CreateBuilder<string, ImmutableArray<string>>(StringComparer.Ordinal);
        if (rule.Optional("attributes") is not { } node)
            return attributes.ToImmutable();
        var reader = SourceReader.Of(node, diagnostics);
        if (node.Properties.Count > HubDefinitionReader.MaxEntries)
            TooMany(node, HubDefinitionReader.MaxEntries, diagnostics);
        foreach (var attribute in node.Properties.Values.Take(HubDefinitionReader.MaxEntries))
        {
            CheckName(attribute.Name, attribute.NamePlace, diagnostics);
            attributes[attribute.Name] = Texts(reader, attribute.Name, diagnostics);
        }

        return attributes.ToImmutable();
    }

    public static int? Share(SourceReader reader, string name, DiagnosticBag diagnostics)
    {
        if (reader.OptionalInt32(name) is not { } parts)
            return null;
        if (parts is >= 0 and <= FlagHash.Parts)
            return parts;
        diagnostics.Add(CksCodes.HubFlagShare, reader.Optional(name)!, $"{parts} is no share of a million.", $"Write 0 to {FlagHash.Parts}: 10000 is one percent.");
        return 0;
    }

    private static ImmutableArray<string> Names(SourceReader reader, string name, int most, DiagnosticBag diagnostics) =>
        [.. Listed(reader, name, most, diagnostics).Select(n => CheckName(n.Text!, n, diagnostics))];

    private static ImmutableArray<string> Texts(SourceReader reader, string name, DiagnosticBag diagnostics) =>
        [.. Listed(reader, name, HubDefinitionReader.MaxEntries, diagnostics).Select(n => n.Text!)];

    // An empty list could be meant for nobody as well as for everybody.
    private static IEnumerable<SourceNode> Listed(SourceReader reader, string name, int most, DiagnosticBag diagnostics)
    {
        if (reader.Optional(name) is { Kind: JsonValueKind.Array, Items.Count: 0 } empty && name != "prerequisites")
            diagnostics.Add(CksCodes.HubDocument, empty, $"\"{name}\" is empty.", "Name one at least, or take the list out.");
        else if (reader.Optional(name) is { Kind: JsonValueKind.Array } node && node.Items.Count > most)
            TooMany(node, most, diagnostics);
        return reader.Strings(name).Take(most);
    }

    private static IEnumerable<SourceNode> Within(SourceReader reader, string name, int most, DiagnosticBag diagnostics)
    {
        if (reader.Items(name) is { Count: var count } items && count <= most)
            return items;
        TooMany(reader.Optional(name)!, most, diagnostics);
        return reader.Optional(name)!.Items.Take(most);
    }

    private static void TooMany(SourceNode node, int most, DiagnosticBag diagnostics) =>
        diagnostics.Add(CksCodes.HubDocument, node, $"\"{node.Name}\" has {node.Items.Count + node.Properties.Count} entries; at most {most} are read.", "Take entries out.");

    private static int? OneOf(SourceReader reader, string name, string[] known, DiagnosticBag diagnostics)
    {
        if (reader.OptionalString(name) is not { } text)
            return null;
        if (Array.IndexOf(known, text) is >= 0 and var at)
            return at;
        diagnostics.AddUnknown(CksCodes.HubFlagShare, reader.Optional(name)!, $"\"{text}\" is no {name} of a flag.", text, known);
        return null;
    }

    public static string CheckName(string text, SourcePlace place, DiagnosticBag diagnostics)
    {
        if (!HubName.IsWellFormed(text))
            diagnostics.Add(CksCodes.InvalidName, place, "This name is not allowed.", HubName.Form);
        return text;
    }
}
