using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Data.Sqlite;

namespace Cks.AspNetCore.Tests;

public sealed class ConflictingWriteTests
{
    [Theory]
    [InlineData("Development", "/unique")]
    [InlineData("Production", "/unique")]
    [InlineData("Production", "/foreign")]
    [InlineData("Production", "/policy")]
    [InlineData("Production", "/wrapped")]
    [InlineData("Development", "/sqlite")]
    [InlineData("Production", "/sqlite")]
    public async Task S24_what_the_database_does_not_let_be_written_is_one_409(string environment, string path)
    {
        await using var host = await AppHost.StartAsync(environment: environment, map: app =>
        {
            app.MapGet("/unique", string () => throw new BrokenDatabaseException("23505")).AllowAnonymous();
            app.MapGet("/foreign", string () => throw new BrokenDatabaseException("23503")).AllowAnonymous();
            app.MapGet("/policy", string () => throw new BrokenDatabaseException("42501") { Data = { ["Routine"] = "ExecWithCheckOptions" } }).AllowAnonymous();
            app.MapGet("/wrapped", string () => throw new InvalidOperationException("hunter2", new BrokenDatabaseException("23505"))).AllowAnonymous();
            app.MapGet("/sqlite", string () =>
            {
                using var connection = new SqliteConnection("Data Source=:memory:");
                connection.Open();
                using var command = connection.CreateCommand();
                command.CommandText = "CREATE TABLE hunter2 (id PRIMARY KEY); INSERT INTO hunter2 VALUES (1), (1)";
                command.ExecuteNonQuery();
                return "";
            }).AllowAnonymous();
            app.MapGet("/privilege", string () => throw new BrokenDatabaseException("42501")).AllowAnonymous();
        });

        using var response = await host.GetAsync(path, null);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var problem = JsonDocument.Parse(body).RootElement;

        Assert.Equal((409, "CKS322", "conflict", "This cannot be written as things are. Look at them again."),
            ((int)response.StatusCode, problem.GetProperty("code").GetString(), problem.GetProperty("reason").GetString(), problem.GetProperty("detail").GetString()));
        Assert.True(response.Headers.CacheControl?.NoStore);
        Assert.DoesNotContain("hunter2", body, StringComparison.Ordinal);
        Assert.Equal(503, (await host.TextAsync("/privilege", null)).Status); // a right that the deployment forgot is no conflict
    }
}
