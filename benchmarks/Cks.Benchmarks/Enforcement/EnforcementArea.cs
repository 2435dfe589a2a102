namespace Cks.Benchmarks;

/// <summary>What ASP.NET enforces with Cks.Rbac; the cases are in the files of this folder.</summary>
internal sealed class EnforcementArea : IRatioArea
{
    private readonly List<IAsyncDisposable> _owned = [];

    public string Name => "enforcement";

    public ValueTask<IReadOnlyList<RatioCase>> PrepareAsync(CancellationToken cancellationToken) => new([GuardCase.Create(_owned)]);

    public async ValueTask DisposeAsync()
    {
        foreach (var owned in _owned)
            await owned.DisposeAsync();
    }
}
