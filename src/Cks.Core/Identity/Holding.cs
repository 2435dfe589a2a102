namespace Cks.Core;

/// <summary>What somebody holds and may hand on, as <see cref="IHoldings"/> knows it.</summary>
/// <param name="Issuer">Who vouches for the giver; empty for nobody.</param>
/// <param name="Subject">The giver at that issuer; empty for nobody.</param>
/// <param name="Tenant">Where the giver acts.</param>
public sealed record Holding(string Issuer, string Subject, TenantId Tenant)
{
    /// <summary>Whether the giver is of the test class.</summary>
    public bool IsTest { get; init; }

    /// <summary>Whether the giver acts in somebody's place or by a credential: borrowed rights are handed on to nobody.</summary>
    public bool IsBorrowed { get; init; }

    /// <summary>Whether the giver is permitted <see cref="HoldingQuestion.Act"/>, whatever the resource.</summary>
    public bool IsPermitted { get; init; }

    /// <summary>The capabilities that may be handed on, by name, each once and in order; what is asked for as a wildcard is expanded.</summary>
    public IReadOnlyList<string> Held { get; init; } = [];

    /// <summary>The first of <see cref="HoldingQuestion.Capabilities"/> that may not be handed on; empty when all may.</summary>
    public string Beyond { get; init; } = "";

    /// <summary>The first of <see cref="HoldingQuestion.Capabilities"/> that nobody declares; empty when all are known.</summary>
    public string Unknown { get; init; } = "";
}
