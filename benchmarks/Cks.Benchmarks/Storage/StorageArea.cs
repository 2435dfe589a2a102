namespace Cks.Benchmarks;

/// <summary>State that survives: what looking at it costs while it is remembered. The cases are in the files of this folder.</summary>
internal sealed class StorageArea : IRatioArea
{
    private readonly List<IAsyncDisposable> _owned = [];

    public string Name => "storage";

    public async ValueTask<IReadOnlyList<RatioCase>> PrepareAsync(CancellationToken cancellationToken) =>
        [await ApiKeyCase.CreateAsync(_owned, cancellationToken), .. await SessionCases.CreateAsync(_owned, cancellationToken)];

    public async ValueTask DisposeAsync()
    {
        foreach (var owned in _owned)
            await owned.DisposeAsync();
        // Two cases that are asked for by name are two turns of one area.
        _owned.Clear();
    }
}
