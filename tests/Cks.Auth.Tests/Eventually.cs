namespace Cks.Auth.Tests;

/// <summary>Waits for what happens on other threads, in real time.</summary>
internal static class Eventually
{
    public static Task HoldsAsync(Func<bool> condition, TimeSpan? within = null) => HoldsAsync(() => Task.FromResult(condition()), within);

    public static async Task HoldsAsync(Func<Task<bool>> condition, TimeSpan? within = null)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start) < (within ?? TimeSpan.FromSeconds(20)), "It did not happen in time.");
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }
}
