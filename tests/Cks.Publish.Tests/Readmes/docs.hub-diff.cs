// With: Cks.HubConfig
// What the page takes as given.
internal static class Given
{
    public static HubSnapshot before = null!, after = null!;
    public static IApprovals approvals = null!;
    public static CancellationToken cancellationToken;
}

/// <summary>Where the application asks somebody.</summary>
internal interface IApprovals
{
    Task AskAsync(string html, CancellationToken cancellationToken);
}
