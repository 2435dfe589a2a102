// With: Cks.HubConfig.AspNetCore
