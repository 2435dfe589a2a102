using System.Diagnostics.CodeAnalysis;

namespace Cks.Auth;

/// <summary>What became of a change of API keys: done with its audit row, or refused with the reason and without any effect.</summary>
public sealed class ApiKeyChangeOutcome
{
    private ApiKeyChangeOutcome(ApiKeyRecord? record, ApiKeyRefusalReason? reason, string detail) => (Record, Reason, Detail) = (record, reason, detail);

    /// <summary>Whether it is done.</summary>
    [MemberNotNullWhen(true, nameof(Record))]
    [MemberNotNullWhen(false, nameof(Reason))]
    public bool IsDone => Record is not null;

    /// <summary>The audit row.</summary>
    public ApiKeyRecord? Record { get; }

    /// <summary>The key with its text, where one was made or rotated.</summary>
    public NewApiKey? New { get; private init; }

    /// <summary>Why it was refused.</summary>
    public ApiKeyRefusalReason? Reason { get; }

    /// <summary>What exactly stands in the way, such as the capability that is not held; empty where there is no more to say.</summary>
    public string Detail { get; }

    /// <summary><c>done</c>, or the text of the reason and the detail.</summary>
    public override string ToString() => IsDone ? "done" : Detail.Length == 0 ? Reason.Value.ToText() : $"{Reason.Value.ToText()}: {Detail}";

    internal static ApiKeyChangeOutcome Done(ApiKeyRecord record, NewApiKey? issued = null) => new(record, null, "") { New = issued };

    internal static ApiKeyChangeOutcome Refused(ApiKeyRefusalReason reason, string detail = "") => new(null, reason, detail);
}
