namespace Cks.HubConfig;

/// <summary>
/// One question to all other machines. What moves from one document to another must not be read half way: a document that is shared comes into use only with a round in which every one was answered, and a tenant's
/// only with one in which all shared ones were, and are as they were.
/// </summary>
/// <param name="shared">Documents of base, roles and environment.</param>
/// <param name="tenants">Documents of tenants.</param>
internal sealed class HubRound(IReadOnlyList<HubDownload> shared, IReadOnlyList<HubDownload> tenants)
{
    private const int MostAtOnce = 16;

    private readonly SemaphoreSlim _asking = new(1);

    public IReadOnlyList<HubDownload> Shared => shared;

    public IReadOnlyList<HubDownload> Tenants => tenants;

    public IEnumerable<HubDownload> All => shared.Concat(tenants);

    /// <summary>Whether each was answered when it was last asked, be it that it is gone.</summary>
    public bool IsAnswered => All.All(d => d.IsAnswered);

    /// <summary>Asks all. Never throws but for the token.</summary>
    public async Task AskAsync(CancellationToken cancellationToken)
    {
        await _asking.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await Parallel.ForEachAsync(All, new ParallelOptions { MaxDegreeOfParallelism = MostAtOnce, CancellationToken = cancellationToken }, async (d, token) => await d.AskAsync(token).ConfigureAwait(false)).ConfigureAwait(false);
            if (IsAnswered || !All.Any(d => d.IsTaken))
                Take(All);
            else if (shared.All(d => d is { IsAnswered: true, IsChanged: false }))
                Take(tenants.Where(d => d.IsAnswered));
        }
        finally
        {
            _asking.Release();
        }
    }

    /// <summary>How long to wait until the next question: as long as the one that answers least.</summary>
    /// <param name="chance">From 0 to 1.</param>
    public TimeSpan Wait(double chance) => All.Max(d => d.Wait(chance));

    private static void Take(IEnumerable<HubDownload> downloads)
    {
        foreach (var download in downloads)
            download.Take();
    }
}
