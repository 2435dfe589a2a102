namespace Cks.Benchmarks;

/// <summary>
/// The comparisons of one package, in a folder of their own. An area is found by its type and needs a constructor without parameters;
/// what it opens while preparing it closes in <see cref="IAsyncDisposable.DisposeAsync"/>.
/// </summary>
internal interface IRatioArea : IAsyncDisposable
{
    /// <summary>Name on the command line and before the slash of every line, such as <c>rbac</c>.</summary>
    string Name { get; }

    /// <summary>Builds the cases and their inputs. The first one is also the area's null pair.</summary>
    ValueTask<IReadOnlyList<RatioCase>> PrepareAsync(CancellationToken cancellationToken);

    ValueTask IAsyncDisposable.DisposeAsync() => ValueTask.CompletedTask;
}
