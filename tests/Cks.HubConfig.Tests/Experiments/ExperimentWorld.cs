using System.Text;
using Cks.Core;

namespace Cks.HubConfig.Tests;

/// <summary>Small hubs with experiments.</summary>
internal static class ExperimentWorld
{
    /// <summary>Half see the hub as it is, half with another title.</summary>
    public const string Title = """
        "title": { "hash": "xxh3-64", "variants": [{ "id": "control", "partsPerMillion": 500000 }, { "id": "new", "partsPerMillion": 500000, "overlay": { "metadata": { "displayName": "New" } } }] }
        """;

    public static string Text(string experiments, string flags = "", string features = "") =>
        FlagWorld.Text(flags, features).Replace("\"flags\":", $"\"experiments\": {{ {experiments} }}, \"flags\":", StringComparison.Ordinal);

    public static LoadResult<HubDefinition> Read(string experiments, string flags = "", string features = "") => HubDefinitionReader.Read("hub.json", Encoding.UTF8.GetBytes(Text(experiments, flags, features)));

    public static HubExperiments Of(string experiments, string flags = "", string features = "") => HubExperiments.Of(Read(experiments, flags, features).GetOrThrow());

    /// <summary>Layers over the contractor's hub, as a tool reads them.</summary>
    public static LoadResult<LayeredDocument> Layers(string environment, params string[] tenants) => LayeredHub.Read(
    [
        new(HubLayerKind.Base, "", "base.json", Encoding.UTF8.GetBytes(LayerFolder.Base)), new(HubLayerKind.Role, "contractor", "contractor.json", Portal.Contractor),
        new(HubLayerKind.Environment, "", "production.json", Encoding.UTF8.GetBytes(environment)),
        .. tenants.Select(t => new HubLayerSource(HubLayerKind.Tenant, "acme", "acme.json", Encoding.UTF8.GetBytes(t))),
    ]);

    /// <summary>The layer of an environment with one experiment that everybody is in.</summary>
    public static string Environment(string overlay, string more = "") => $$"""
        { "schemaVersion": 2{{more}}, "experiments": { "trial": { "hash": "xxh3-64", "variants": [{ "id": "all", "partsPerMillion": 1000000, "overlay": {{overlay}} }] } } }
        """;
}
