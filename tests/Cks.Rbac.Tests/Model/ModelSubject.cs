namespace Cks.Rbac.Tests.Model;

/// <summary>Who asks, what it was granted, and when.</summary>
internal sealed record ModelSubject(string Issuer, string Id, string Tenant, string Code, string[] Roles)
{
    public DateTimeOffset Now { get; init; }

    public DateTimeOffset? SteppedUpAt { get; init; }

    /// <summary>The only capabilities of the credential.</summary>
    public string[]? Limits { get; init; }

    /// <summary>Capabilities that a ceiling takes away.</summary>
    public IReadOnlySet<string> Narrowed { get; init; } = new HashSet<string>();

    public IReadOnlyList<ModelGrant> Grants { get; init; } = [];

    /// <summary>Who acts in its place.</summary>
    public ModelSubject? Actor { get; init; }

    public string ValueOf(string name) => name switch { "$code" => Code, "$id" => Id, "$tenant" => Tenant, _ => name };
}

/// <summary>What stands in the store, of this person or another.</summary>
internal sealed record ModelGrant(string Id, string Kind, string Name, string Issuer, string SubjectId, string Tenant)
{
    public Terms? When { get; init; }

    /// <summary>A condition that no policy can read.</summary>
    public bool IsUnreadable { get; init; }

    public string[]? Read { get; init; }

    public string[]? Write { get; init; }

    public DateTimeOffset From { get; init; }

    public DateTimeOffset? Until { get; init; }

    public bool IsSuspended { get; init; }
}

/// <summary>A resource: its attributes, those that are missing left out, and the relations in which the subject stands to it.</summary>
internal sealed record ModelRow(string? Id, IReadOnlyDictionary<string, object> Attributes, IReadOnlySet<string> Relations);
