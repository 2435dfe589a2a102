using System.Text.Json;

namespace Cks.Tests.Oracle;

/// <summary>A row of the activities.</summary>
public sealed record OracleEvent(
    string Tenant,
    string Id,
    bool IsTest,
    string Type,
    string Actor,
    string ActorRole,
    string Target,
    string TargetType,
    string Description,
    string Ids,
    DateTime CreatedAt)
{
    /// <summary>What the suffixes of <see cref="IsHidden"/> stand for is no news for a hub.</summary>
    public static IReadOnlyList<string> HiddenSuffixes { get; } = ["_archived", "_deleted", "_hard_deleted", "_restored"];

    /// <summary>Whether no feed shows the type, whoever is in the audience.</summary>
    public bool IsHidden => HiddenSuffixes.Any(s => Type.EndsWith(s, StringComparison.Ordinal));

    /// <summary>The typed list of ids: <c>crewId</c> to its code.</summary>
    public IReadOnlyDictionary<string, string> TypedIds() =>
        JsonSerializer.Deserialize<Dictionary<string, string>>(Ids) ?? throw new FormatException($"Activity {Id} has no object of ids.");
}
