namespace Cks.HubConfig.Tests;

/// <summary>What the application gives plugins to read with.</summary>
internal interface IWho
{
    /// <summary>Whoever the view is for.</summary>
    string Id { get; }
}
