namespace Cks.HubConfig;

/// <summary>What a data loader is asked for.</summary>
public sealed class HubDataRequest
{
    private readonly Func<Type, object?> _readers;

    internal HubDataRequest(IReadOnlyList<HubDataWidget> widgets, Func<Type, object?> readers) => (Widgets, _readers) = (widgets, readers);

    /// <summary>The widgets, in the order of the view.</summary>
    public IReadOnlyList<HubDataWidget> Widgets { get; }

    /// <summary>What reads for whoever the view is for, and for nobody else; counts until the call ends.</summary>
    /// <typeparam name="TReader">Of the application: see <see cref="CksHubConfigBuilder.AddPluginReader{TReader}"/>.</typeparam>
    /// <exception cref="InvalidOperationException">The application gives plugins no such reader.</exception>
    public TReader Reader<TReader>()
        where TReader : class => _readers(typeof(TReader)) as TReader ?? throw new InvalidOperationException($"The application gives plugins no {typeof(TReader).Name}.");
}
