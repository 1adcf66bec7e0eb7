import { relations } from "drizzle-orm";
import { auditLogs } from "./audit-logs.js";
import { commands } from "./commands.js";
import { responses } from "./responses.js";
import { sessions } from "./sessions.js";
import { users } from "./users.js";
import { vehicles } from "./vehicles.js";

export const usersRelations = relations(users, ({ many }) => ({
  vehicles: many(vehicles),
  sessions: many(sessions),
  commands: many(commands),
  auditLogs: many(auditLogs),
}));

export const vehiclesRelations = relations(vehicles, ({ one, many }) => ({
  owner: one(users, { fields: [vehicles.ownerId], references: [users.id] }),
  commands: many(commands),
}));

export const sessionsRelations = relations(sessions, ({ one }) => ({
  user: one(users, { fields: [sessions.userId], references: [users.id] }),
}));

export const commandsRelations = relations(commands, ({ one, many }) => ({
  vehicle: one(vehicles, { fields: [commands.vehicleId], references: [vehicles.id] }),
  user: one(users, { fields: [commands.userId], references: [users.id] }),
  responses: many(responses),
}));

export const responsesRelations = relations(responses, ({ one }) => ({
  command: one(commands, { fields: [responses.commandId], references: [commands.id] }),
}));

export const auditLogsRelations = relations(auditLogs, ({ one }) => ({
  user: one(users, { fields: [auditLogs.userId], references: [users.id] }),
}));
