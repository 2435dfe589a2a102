using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Cks.Auth;

/// <summary>Whether keys of the test class exist here: in Development only (S19), which is what the environment is exactly called by whatever started the host, and not by a line of code.</summary>
internal sealed class ApiKeyClasses(IHostEnvironment? host = null, IConfiguration? configuration = null)
{
    public bool HasTestKeys { get; } = host?.EnvironmentName == Environments.Development && configuration?[HostDefaults.EnvironmentKey] == Environments.Development;
}
