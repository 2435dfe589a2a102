using System.Net;
using Cks.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Cks.Testing.AspNetCore;

/// <summary>Where a switch that weakens security may be on: in an environment named exactly Development, on a host that only this machine can reach.</summary>
internal static class LoopbackRule
{
    /// <summary>Checks everything that is known before the host is built.</summary>
    public static void Check(WebApplicationBuilder builder)
    {
        Check(builder.Environment);
        // The name must come from where the host was started (environment variable or command line), not from a line of code.
        if (builder.Configuration[HostDefaults.EnvironmentKey] != Environments.Development)
            throw Refusal("The environment was named Development by code.", "Set ASPNETCORE_ENVIRONMENT, or pass --environment Development.");
        Check(Configured(builder.Configuration));
    }

    /// <summary>Refuses every environment but the one named exactly Development.</summary>
    public static void Check(IHostEnvironment environment)
    {
        // Ordinal on purpose: IsDevelopment() ignores case, and a name that somebody typed differently was not meant as permission.
        if (environment.EnvironmentName != Environments.Development)
            throw Refusal($"The environment is \"{environment.EnvironmentName}\", not exactly \"Development\".", "Use a real identity provider there.");
    }

    /// <summary>Whether a request came over loopback and asked for this machine by name: a page elsewhere can point its own name here.</summary>
    public static bool IsLocal(HttpContext context) =>
        context.Connection.LocalIpAddress is { } local && IPAddress.IsLoopback(local)
        && context.Connection.RemoteIpAddress is { } remote && IPAddress.IsLoopback(remote)
        && IsLoopbackName(context.Request.Host.Host);

    /// <summary>Refuses any address that other machines can reach.</summary>
    public static void Check(IEnumerable<string> addresses)
    {
        foreach (var address in addresses)
        {
            if (!IsLoopback(address))
                throw Refusal($"The host listens on {address}, which is not loopback.", "Listen on http://localhost or http://127.0.0.1 only.");
        }
    }

    private static IEnumerable<string> Configured(ConfigurationManager configuration)
    {
        var urls = List("urls");
        // Ports without an address mean every address; the server ignores them when there are addresses.
        string[] ports = urls.Length > 0 ? [] : [.. List("http_ports"), .. List("https_ports")];
        var endpoints = configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(e => e["Url"]).OfType<string>();
        return [.. urls, .. ports.Select(port => $"http://*:{port}"), .. endpoints];

        string[] List(string key) => (configuration[key] ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
    }

    private static bool IsLoopback(string address)
    {
        try
        {
            return IsLoopbackName(BindingAddress.Parse(address).Host);
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static bool IsLoopbackName(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var ip) && IPAddress.IsLoopback(ip));

    private static CksConfigurationException Refusal(string message, string fix) =>
        new(CksCodes.DevelopmentOnly, nameof(TokenIssuer), $"The token issuer gives a token to whoever asks, so it is for development only. {message}", fix);
}
