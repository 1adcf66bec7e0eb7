import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.renameTable("cars", "vehicles");
  await op.renameSequence("cars_id_seq", "vehicles_id_seq");
  await op.renameConstraint("cars_pkey", "vehicles", "vehicles_pkey");
  await op.renameConstraint(
    "wheels_car_cars_id_fk",
    "wheels",
    "wheels_car_vehicles_id_fk",
  );
}

export async function downgrade(op: Op) {
  await op.renameConstraint(
    "wheels_car_vehicles_id_fk",
    "wheels",
    "wheels_car_cars_id_fk",
  );
  await op.renameConstraint("vehicles_pkey", "vehicles", "cars_pkey");
  await op.renameSequence("vehicles_id_seq", "cars_id_seq");
  await op.renameTable("vehicles", "cars");
}
