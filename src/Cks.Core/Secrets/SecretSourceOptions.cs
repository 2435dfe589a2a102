namespace Cks.Core;

/// <summary>How a <see cref="SecretSource"/> looks and when it reminds.</summary>
public sealed class SecretSourceOptions
{
    /// <summary>How often the source is read again; at least a second.</summary>
    /// <value>Default: 30 seconds.</value>
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Age at which a secret is to be rotated, counted from what <c>NAMESince</c> says; longer than <see cref="RemindBefore"/>.</summary>
    /// <value>Default: 180 days.</value>
    public TimeSpan RotateAfter { get; set; } = TimeSpan.FromDays(180);

    /// <summary>How long before that age is reminded, once a day.</summary>
    /// <value>Default: 14 days.</value>
    public TimeSpan RemindBefore { get; set; } = TimeSpan.FromDays(14);
}
