namespace Cks.Rbac.Tests.Model;

/// <summary>A policy as plain data, in the words of a document: what the naive evaluator reads, and what is written as JSON for the real one.</summary>
internal sealed record ModelPolicy(IReadOnlyList<ModelResource> Resources, IReadOnlyDictionary<string, int?> Obligations, IReadOnlyList<ModelRole> Roles);

/// <summary>Attributes by name: <c>text</c>, <c>number</c>, <c>time</c> or <c>flag</c>, the values of a text, or the bounds of a number. A relation without a condition is resolved.</summary>
internal sealed record ModelResource(string Name, string[] Actions, string[] Fields, IReadOnlyDictionary<string, object> Attributes, IReadOnlyDictionary<string, Terms?> Relations);

internal sealed record ModelRole(string Name, string[] Inherits, IReadOnlyList<ModelRule> Rules);

internal sealed record ModelRule(string Id, bool IsDeny, string[] Actions)
{
    public Terms? When { get; init; }

    public ModelFields? Fields { get; init; }

    public DateTimeOffset? From { get; init; }

    public DateTimeOffset? Until { get; init; }

    public string[] Obligations { get; init; } = [];

    public bool IsBreakGlass { get; init; }

    public bool Denies => IsDeny && Fields is null;
}

internal sealed record ModelFields(string[]? Read, string[]? Write, string[]? Filter, string[]? Sort);

/// <summary>An object of a condition: all its terms hold.</summary>
internal sealed record Terms(IReadOnlyList<Term> All);

internal abstract record Term;

/// <summary>The attribute is one of the values.</summary>
internal sealed record OneOfTerm(string Attribute, object[] Values) : Term;

/// <summary>All operators hold; <c>not</c> has several values.</summary>
internal sealed record OperatorsTerm(string Attribute, IReadOnlyDictionary<string, object[]> Operators) : Term;

internal sealed record IsTerm(string[] Relations) : Term;

internal sealed record AnyTerm(IReadOnlyList<Terms> Parts) : Term;

internal sealed record AllTerm(IReadOnlyList<Terms> Parts) : Term;

internal sealed record NotTerm(Terms Part) : Term;
