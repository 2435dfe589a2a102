using System.Data.Common;
using System.Net.Http.Headers;
using Cks.Testing.AspNetCore;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

/// <summary>The application as it is, on a port of its own, with a database in memory and an issuer that it believes.</summary>
public sealed class RunningApp : IAsyncLifetime
{
    private readonly string _database = $"Data Source={Guid.NewGuid():N};Mode=Memory;Cache=Shared";
    private SqliteConnection? _keepOpen;
    private TokenIssuer? _issuer;
    private WebApplicationFactory<Program>? _app;

    public async ValueTask InitializeAsync()
    {
        _issuer = await TokenIssuer.StartAsync();
        _keepOpen = new SqliteConnection(_database);
        await _keepOpen.OpenAsync();
        _app = new WebApplicationFactory<Program>().WithWebHostBuilder(host => host
            .UseEnvironment("Testing")
            .UseSetting(WebHostDefaults.ServerUrlsKey, "http://127.0.0.1:0")
            .UseSetting("Cks:Auth:Authority", _issuer.Address)
            .UseSetting("ConnectionStrings:Jobs", _database));
        _app.UseKestrel(0);
        _app.StartServer();
        await Database.SeedAsync(_app.Services.GetRequiredService<DbDataSource>(), _issuer.Address);
    }

    /// <summary>A client that signs in as somebody; <see langword="null"/> sends no token.</summary>
    public HttpClient As(string? subject)
    {
        var client = _app!.CreateClient();
        client.DefaultRequestHeaders.Authorization = subject is null ? null : new AuthenticationHeaderValue("Bearer", _issuer!.Forge.Mint(subject, "jobs"));
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
            await _app.DisposeAsync();
        if (_keepOpen is not null)
            await _keepOpen.DisposeAsync();
        if (_issuer is not null)
            await _issuer.DisposeAsync();
    }
}
