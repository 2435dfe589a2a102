namespace Cks.Benchmarks;

/// <summary>What ASP.NET enforces with Cks.Rbac; the cases are in the files of this folder.</summary>
internal sealed class EnforcementArea : IRatioArea
{
    private readonly List<IAsyncDisposable> _owned = [];

    public string Name => "enforcement";

    public async ValueTask<IReadOnlyList<RatioCase>> PrepareAsync(CancellationToken cancellationToken) =>
        [GuardCase.Create(_owned), .. await FieldMaskCases.CreateAsync(_owned, cancellationToken), await PermissionsCase.CreateAsync(_owned, cancellationToken)];

    public async ValueTask DisposeAsync()
    {
        foreach (var owned in _owned)
            await owned.DisposeAsync();
    }
}
