namespace Cks.HubConfig;

/// <summary>Takes exposures to wherever they are counted. Register it with <see cref="CksHubConfigBuilder.AddExposureSink{TSink}"/>.</summary>
public interface IExposureSink
{
    /// <summary>
    /// Takes one. Called by one thread at a time, apart from whoever looks at a view: a slow sink delays no view, and makes later exposures be dropped (<see cref="HubMetrics.ExposuresDropped"/>). What it throws is logged and costs it this one.
    /// </summary>
    void Write(in Exposure exposure);
}
