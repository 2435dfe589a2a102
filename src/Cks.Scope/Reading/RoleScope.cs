using System.Text.Json.Serialization;
using Cks.Core;

namespace Cks.Scope;

/// <summary>Everything that a viewer sees, rows and metrics of one instant. Serializes to <c>{role, cksCode, policyVersion, scopeVersion, summary, relationships}</c>.</summary>
[JsonConverter(typeof(RoleScopeJsonConverter))]
public sealed class RoleScope
{
    internal RoleScope(string role, string cksCode) => (Role, CksCode) = (role, cksCode);

    /// <summary>The role whose strategy was used.</summary>
    public string Role { get; }

    /// <summary>Code of the viewer.</summary>
    public string CksCode { get; }

    /// <summary>The policy that decided what is shown.</summary>
    public SnapshotVersion PolicyVersion { get; internal init; }

    /// <summary>The scope model that was used.</summary>
    public SnapshotVersion ScopeVersion { get; internal init; }

    /// <summary>Metrics in the order of the strategy: a <see cref="long"/>, a text or <see langword="null"/>. One that the viewer may not know is absent.</summary>
    public IReadOnlyDictionary<string, object?> Summary { get; internal init; } = new Dictionary<string, object?>();

    /// <summary>Sets below the viewer, in the order of the strategy. One that the viewer may not see is absent.</summary>
    public IReadOnlyDictionary<string, ScopeSet> Relationships { get; internal init; } = new Dictionary<string, ScopeSet>();

    /// <summary>Records above the viewer; <see langword="null"/> where the viewer is assigned to none. A hidden one is absent.</summary>
    public IReadOnlyDictionary<string, Row?> Upward { get; internal init; } = new Dictionary<string, Row?>();
}
