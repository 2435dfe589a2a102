namespace Cks.HubConfig;

/// <summary>Two forms of one value.</summary>
internal abstract class MigrationForm
{
    /// <summary>What it does, in words that never change once a step with it is released.</summary>
    public abstract string Definition { get; }

    public abstract string Fix { get; }

    /// <summary>The value in the newer form; <see langword="null"/> when it is none of the older one.</summary>
    public abstract MigrationTree? Forth(MigrationTree old);

    /// <summary>The value in the older form, as nearly as that can say it; <see langword="null"/> when it is none of the newer one.</summary>
    public abstract MigrationTree? Back(MigrationTree value);

    public abstract string Refusal(string? text);
}
