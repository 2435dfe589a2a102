namespace Cks.Rbac;

/// <summary>One thing that somebody gains or loses.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="IsGain">Whether more is possible afterwards.</param>
/// <param name="Role">Who; empty where it is about every role.</param>
/// <param name="Name">The capability, the role that may be given, the duty or the alias.</param>
public sealed record PolicyChange(PolicyChangeKind Kind, bool IsGain, string Role, string Name)
{
    /// <summary>The fields, ordered by name; none but for <see cref="PolicyChangeKind.Fields"/>, and for <see cref="PolicyChangeKind.Denial"/> where it is about fields.</summary>
    public IReadOnlyList<string> Fields { get; init; } = [];

    /// <summary>What may be done with the fields.</summary>
    public FieldUse Use { get; init; }

    /// <summary>How far the role was permitted the capability.</summary>
    public PolicyExtent Before { get; init; }

    /// <summary>How far it is now.</summary>
    public PolicyExtent After { get; init; }

    /// <summary>An example of circumstances in which it is so, such as <c>status = open, creator = $code</c>; empty for any.</summary>
    public string Circumstances { get; init; } = "";

    /// <summary>Whether it is only not known to be otherwise: the question was too dear to answer.</summary>
    public bool IsUndecided { get; init; }

    /// <summary>The change on one line: <c>+ contractor may orders:accept: never, now sometimes (status = open)</c>.</summary>
    public override string ToString()
    {
        var (sign, circumstances) = (IsGain ? '+' : '-', IsUndecided ? " (perhaps: too dear to tell)" : Circumstances.Length == 0 ? "" : $" ({Circumstances})");
        return Kind switch
        {
            PolicyChangeKind.Capability => $"{sign} {Role} may {Name}: {Word(Before)}, now {Word(After)}{circumstances}",
            PolicyChangeKind.Fields => $"{sign} {Role} may {Word(Use)} {string.Join(", ", Fields)} by {Name}{circumstances}",
            PolicyChangeKind.Assigns => $"{sign} {Role} may give the role {Name}",
            PolicyChangeKind.Alias => $"{sign} the alias {Name} {Circumstances}",
            PolicyChangeKind.Denial => $"{sign} {Role} {Denies}, whoever permits it{circumstances}",
            PolicyChangeKind.Duty => $"{sign} the duty {Name} {(IsGain ? "keeps apart no longer what it did" : "keeps more apart")}",
            _ => $"{sign} {Name} is {(IsGain ? "no longer " : "")}marked sensitive",
        };
    }

    internal string Denies => $"denies {(IsGain ? "no longer what it did" : "more")} of {(Fields.Count == 0 ? Name : $"{Word(Use)} {string.Join(", ", Fields)} by {Name}")}";

    internal static string Word(PolicyExtent extent) => extent switch
    {
        PolicyExtent.Never => "never",
        PolicyExtent.Always => "always",
        _ => "sometimes",
    };

    internal static string Word(FieldUse use) => use switch
    {
        FieldUse.Read => "read",
        FieldUse.Write => "write",
        FieldUse.Filter => "filter by",
        _ => "sort by",
    };
}
