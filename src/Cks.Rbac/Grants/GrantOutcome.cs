using System.Diagnostics.CodeAnalysis;

namespace Cks.Rbac;

/// <summary>What became of a change of grants: done with its audit row, or refused with the reason and without any effect.</summary>
public sealed class GrantOutcome
{
    private GrantOutcome(GrantRecord? record, GrantRefusalReason? reason, string detail) => (Record, Reason, Detail) = (record, reason, detail);

    /// <summary>Whether it is done.</summary>
    [MemberNotNullWhen(true, nameof(Record))]
    [MemberNotNullWhen(false, nameof(Reason))]
    public bool IsDone => Record is not null;

    /// <summary>The audit row, with the grants.</summary>
    public GrantRecord? Record { get; }

    /// <summary>Why it was refused.</summary>
    public GrantRefusalReason? Reason { get; }

    /// <summary>What exactly stands in the way, such as the capability that is not held; empty where there is no more to say.</summary>
    public string Detail { get; }

    /// <summary>Done.</summary>
    public static GrantOutcome Done(GrantRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return new(record, null, "");
    }

    /// <summary>Refused.</summary>
    public static GrantOutcome Refused(GrantRefusalReason reason, string detail = "") => new(null, reason, detail);

    /// <summary><c>done</c>, or the text of the reason and the detail.</summary>
    public override string ToString() => IsDone ? "done" : Detail.Length == 0 ? Reason.Value.ToText() : $"{Reason.Value.ToText()}: {Detail}";
}
