namespace Cks.HubConfig;

/// <summary>Times and limits of <see cref="HubSource.Http"/>.</summary>
public sealed class HubHttpOptions
{
    /// <summary>How often is asked; up to a fifth sooner or later by chance, so that hosts do not ask together.</summary>
    /// <value>Default: 1 minute.</value>
    public TimeSpan Interval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The longest wait between two questions while there is no good answer: it doubles from <see cref="Interval"/> up to this.</summary>
    /// <value>Default: 10 minutes.</value>
    public TimeSpan LongestBackOff { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long one answer may take, to its last byte. The host's start waits for it.</summary>
    /// <value>Default: 10 seconds.</value>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Sends the questions, such as a handler that adds a credential. Let it follow no redirect: the document would come from an address that nobody wrote here.</summary>
    /// <value>Default: <see langword="null"/>: a handler without redirects, cookies and credentials.</value>
    public HttpMessageHandler? Handler { get; set; }
}
