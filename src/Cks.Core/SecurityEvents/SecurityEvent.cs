namespace Cks.Core;

/// <summary>Something that whoever watches over the application should know. Text is made harmless when it is set: control characters are escaped, long text is cut.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="At">When (UTC).</param>
public sealed record SecurityEvent(SecurityEventKind Kind, DateTimeOffset At)
{
    /// <summary>Length at which <see cref="SubjectId"/> and <see cref="TenantId"/> are cut, in characters before escaping.</summary>
    public const int LongestId = 128;

    /// <summary>Length at which <see cref="Detail"/> is cut, in characters before escaping.</summary>
    public const int LongestDetail = 512;

    /// <summary>How soon somebody should look.</summary>
    public SecurityEventSeverity Severity => Kind.Severity;

    /// <summary>Who did it, as the application knows them.</summary>
    /// <value>Default: empty, nobody.</value>
    public string SubjectId { get; init => field = HarmlessText.Of(value, LongestId); } = "";

    /// <summary>Whose data it is about.</summary>
    /// <value>Default: empty, none.</value>
    public string TenantId { get; init => field = HarmlessText.Of(value, LongestId); } = "";

    /// <summary>What exactly, in a few words. Never a token, a key, a password or the message of a foreign exception.</summary>
    /// <value>Default: empty.</value>
    public string Detail { get; init => field = HarmlessText.Of(value, LongestDetail); } = "";
}
