using System.Diagnostics;
using Cks.Samples.Portal.Database;
using Cks.Tests.Portal;

namespace Cks.Tests.Scope;

/// <summary>What a request costs the database, as Npgsql itself reports it.</summary>
public sealed class RoundTripTests
{
    [Theory]
    [InlineData("/api/me/bootstrap", 1)]
    [InlineData("/api/scope", 2)]
    [InlineData("/api/scope/MGR-002", 2)]
    [InlineData("/api/scope/CON-001", 4)] // and an audit row, written and committed before anything is shown
    [InlineData("/api/orders", 3)] // the page, and its orders whole, for what may be done with each
    [InlineData("/api/activity", 3)] // the page, and whom of those that acted the viewer sees
    [InlineData("/api/hub", 1)]
    public async Task The_session_is_one_query_and_a_scope_one_batch(string path, int trips)
    {
        await using var portal = await RunningPortal.StartAsync(PortalEngine.Postgres, seeds: SeedPlan.Test);
        var token = portal.TokenOf("MGR-001");
        await portal.AskAsync(path, token); // keys are fetched and statements are prepared once
        var (seen, database) = (0, portal.Database.ConnectionString);
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Npgsql",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                // What belongs to no request is what the host looks at by itself now and then.
                if (activity.Parent is not null && activity.GetTagItem("db.namespace") is string name && database.Contains(name))
                    Interlocked.Increment(ref seen);
            },
        };
        ActivitySource.AddActivityListener(listener);

        await portal.AskAsync(path, token);

        Assert.Equal(trips, seen);
    }
}
