using System.Diagnostics;
using Cks.Samples.Portal.Database;
using Cks.Tests.Portal;

namespace Cks.Tests.Scope;

/// <summary>What a request costs the database, as Npgsql itself reports it.</summary>
public sealed class RoundTripTests
{
    [Theory]
    [InlineData("/api/me/bootstrap", 0)]
    [InlineData("/api/scope", 1)]
    [InlineData("/api/scope/MGR-002", 1)]
    [InlineData("/api/scope/CON-001", 3)] // and an audit row, written and committed before anything is shown
    [InlineData("/api/orders", 2)] // the page, and its orders whole, for what may be done with each
    [InlineData("/api/activity", 2)] // the page, and whom of those that acted the viewer sees
    [InlineData("/api/hub", 0)]
    public async Task Who_it_is_is_remembered_and_a_scope_is_one_batch(string path, int trips)
    {
        await using var portal = await RunningPortal.StartAsync(PortalEngine.Postgres, seeds: SeedPlan.Test);
        var token = portal.TokenOf("MGR-001");
        await portal.AskAsync(path, token); // keys are fetched, statements are prepared, and it is read who asks and what they are granted
        var (seen, database) = (0, portal.Database.ConnectionString);
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Npgsql",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                // What belongs to no request is what the host looks at by itself now and then; a connection more is how busy the pool is.
                if (activity.Parent is not null && !activity.DisplayName.StartsWith("CONNECT", StringComparison.Ordinal) && activity.GetTagItem("db.namespace") is string name && database.Contains(name))
                    Interlocked.Increment(ref seen);
            },
        };
        ActivitySource.AddActivityListener(listener);

        // A host that begins to listen to notices forgets once what it remembered.
        var least = int.MaxValue;
        for (var i = 0; i < 5 && least != trips; i++)
        {
            seen = 0;
            await portal.AskAsync(path, token);
            least = Math.Min(least, seen);
        }

        Assert.Equal(trips, least);
    }
}
