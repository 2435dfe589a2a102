using Cks.Core;

namespace Cks.HubConfig;

/// <summary>Reads under which condition a part of a hub is shown.</summary>
/// <param name="values">Reads values.</param>
/// <param name="features">The features of the document.</param>
/// <param name="flags">Its flags.</param>
internal sealed class HubConditionReader(HubValueReader values, IReadOnlyDictionary<string, HubFeature> features, IReadOnlyDictionary<string, FeatureFlag> flags)
{
    public HubCondition Read(SourceReader reader)
    {
        var (requires, feature) = (reader.OptionalString("requires"), values.OptionalName(reader, "feature"));
        if (requires is not null && !HubName.IsCapability(requires))
            values.Report(CksCodes.InvalidName, reader.Optional("requires")!, "This is neither a capability nor an alias.", "Write resource:action, or the name of an alias of the policy.");
        if (feature is { Length: > 0 } && !features.ContainsKey(feature) && !flags.ContainsKey(feature))
            values.Diagnostics.AddUnknown(CksCodes.HubDocument, reader.Optional("feature")!, $"\"{feature}\" is not one of the features.", feature, [.. features.Keys, .. flags.Keys]);
        return new(requires, feature);
    }
}
