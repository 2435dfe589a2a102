namespace Cks.Samples.Portal.Plugins.Backlog;

/// <summary>The orders that somebody sees, who is fixed where it is made: nothing here can be asked for anybody else (S21).</summary>
internal interface IMyOrders
{
    /// <summary>The states of the newest of them, and whether there are more.</summary>
    Task<(IReadOnlyList<string> States, bool More)> StatesAsync(int newest, CancellationToken cancellationToken);
}
