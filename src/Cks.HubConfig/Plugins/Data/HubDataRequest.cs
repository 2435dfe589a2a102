namespace Cks.HubConfig;

/// <summary>What a data loader is asked for.</summary>
public sealed class HubDataRequest
{
    private readonly Func<Type, object?> _readers;
    private bool _isOver;

    internal HubDataRequest(IReadOnlyList<HubDataWidget> widgets, Func<Type, object?> readers) => (Widgets, _readers) = (widgets, readers);

    /// <summary>The widgets, in the order of the view.</summary>
    public IReadOnlyList<HubDataWidget> Widgets { get; }

    /// <summary>What reads for whoever the view is for, and for nobody else; counts until the call ends.</summary>
    /// <typeparam name="TReader">Of the application: see <see cref="CksHubConfigBuilder.AddPluginReader{TReader}"/>.</typeparam>
    /// <exception cref="InvalidOperationException">The application gives plugins no such reader, or the call has ended.</exception>
    public TReader Reader<TReader>()
        where TReader : class => Volatile.Read(ref _isOver) ? throw new InvalidOperationException("The call has ended.") : _readers(typeof(TReader)) as TReader ?? throw new InvalidOperationException($"The application gives plugins no {typeof(TReader).Name}.");

    /// <summary>Nobody reads by it any more: it is of one call, and that call of one subject.</summary>
    internal void End() => Volatile.Write(ref _isOver, true);
}
